/** Keeps the code of functions: zip archives by the SHA-256 of their bytes. */
export interface CodeStore {
  /** Keeps an archive; resolves with its SHA-256 in base64, as `CodeSha256` has it. */
  put(zip: Uint8Array): Promise<string>
  /** Undefined where no such archive was put. */
  get(sha256: string): Promise<Uint8Array | undefined>
}
