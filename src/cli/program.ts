import { Command, CommanderError, Option } from 'commander'
import { RedisError } from '../experiment/redis/redis-error.ts'
import {
  address,
  each,
  eventCount,
  eventNumber,
  factor,
  fate,
  port,
  redisAddress,
  replications,
  seed,
  share,
  speed,
  threads,
  wholeNumber,
} from './argument.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { examplesText, formatItem } from './help.ts'
import { programVersion } from './program-version.ts'
import { guard } from './standard-stream.ts'
import { UsageError } from './usage-error.ts'

/** Runs a command line. Results go to stdout, everything else to stderr. */
export async function execute(args: readonly string[]): Promise<ExitCode> {
  guard(process.stdout)
  guard(process.stderr)
  let exitCode: ExitCode = EXIT.ok
  const program = programWith((code) => {
    exitCode = code
  })
  try {
    // Without a command there is no result: the help is an answer to bad usage, and a pipeline must not take it for one.
    if (args.length === 0) program.help({ error: true })
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    return failure(error)
  }
}

function programWith(done: (code: ExitCode) => void): Command {
  const program = new Command('asyncinvoke')
    .description("Simulates AWS Lambda's asynchronous invocation: what becomes of every event, and why.")
    .version(programVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', ({ error }) => examplesText((error ? process.stderr : process.stdout).columns))
  // Subcommands inherit these, so they are set before any is made.
  program
    .exitOverride()
    .configureHelp({ formatItem })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'asyncinvoke: ')) })

  // A command's code is loaded when it is called: help and bad usage answer at once.
  program
    .command('run')
    .description('simulate a scenario and report what became of every event')
    .argument('<file>', 'scenario in YAML or JSON; - reads stdin')
    .option('--seed <number>', 'draw chance from this seed instead of the one in the file', seed)
    .option('--set <path=value>', 'change a value of the scenario (repeatable)', each)
    .option('--replications <number>', 'run it so many times, and say how sure each figure is', replications)
    .option('--precision <share>', 'run it until the headline figures are known to this share, such as 5%', share)
    .option('--out <file>', 'with these, write one line of JSON a run, as it goes (.jsonl), or a row (.parquet)')
    .option('--resume', 'go on from what is in that file')
    .option('--batch-means', 'say how sure the means of one long run are, and where it becomes steady')
    .option('--json', 'print one JSON document instead of the report')
    .option('--records <file>', 'write one line of JSON an event (.jsonl), or a row (.parquet)')
    .option('--series <file>', 'write the metrics of each minute (.csv, .jsonl or .parquet)')
    .option('--html <file>', 'write a page with pictures (.html)')
    .option('--redis <url>', 'have workers that are found through Redis make the runs', redisAddress)
    .action(async (file, options) => {
      const { run } = await import('./run.ts')
      done(await run(file, options))
    })

  program
    .command('compare')
    .description('simulate a scenario as it is and with changes, under the same draws, and say what differs')
    .argument('<file>', 'scenario in YAML or JSON; - reads stdin')
    .option('--with <path=value,…>', 'an alternative: values of the scenario to change (repeatable)', each)
    .option('--replications <number>', 'run each so many times (default: 10)', replications)
    .option('--precision <share>', 'run them until the differences are known to this share, such as 5%', share)
    .option('--out <file>', 'write one line of JSON a run, as it goes (.jsonl), or a row (.parquet)')
    .option('--resume', 'go on from what is in that file')
    .option('--json', 'print one JSON document instead of the report')
    .option('--html <file>', 'write a page with pictures (.html)')
    .option('--redis <url>', 'have workers that are found through Redis make the runs', redisAddress)
    .option('--seed <number>', 'draw chance from this seed instead of the one in the file', seed)
    .option('--set <path=value>', 'change a value of the scenario in all of them (repeatable)', each)
    .action(async (file, options) => {
      const { compare } = await import('./compare.ts')
      done(await compare(file, options))
    })

  program
    .command('sweep')
    .description('simulate a scenario with every combination of some values, under the same draws')
    .argument('<file>', 'scenario in YAML or JSON; - reads stdin')
    .option('--vary <path=v1,v2,…>', 'values to try, or LOW..HIGH/STEP (repeatable)', each)
    .option('--replications <number>', 'run each combination so many times (default: 10)', replications)
    .option('--precision <share>', 'run each until its headline figures are known to this share, such as 5%', share)
    .option('--out <file>', 'write one line of JSON a run, as it goes (.jsonl), or a row (.parquet)')
    .option('--resume', 'go on from what is in that file')
    .option('--json', 'print one JSON document instead of the report')
    .option('--html <file>', 'write a page with pictures (.html)')
    .option('--redis <url>', 'have workers that are found through Redis make the runs', redisAddress)
    .option('--seed <number>', 'draw chance from this seed instead of the one in the file', seed)
    .option('--set <path=value>', 'change a value of the scenario in all of them (repeatable)', each)
    .action(async (file, options) => {
      const { sweep } = await import('./sweep.ts')
      done(await sweep(file, options))
    })

  program
    .command('find')
    .description('find the smallest value with which a requirement holds, or the settings that no other beats')
    .argument('<file>', 'scenario in YAML or JSON; - reads stdin')
    .option('--vary <path=low..high>', 'what to change, and between which values (repeatable)', each)
    .option('--require <expression>', 'what must hold, as under expect: in a scenario')
    .option('--largest', 'find the largest such value instead')
    .option('--minimize <figures>', 'with several --vary: what is to be small (default: cost,loss)', each)
    .option('--budget <number>', 'then make at most so many runs in all (default: 5000)', wholeNumber)
    .option(
      '--replications <number>',
      'run each value at most so many times (default: 480; settings 120)',
      replications,
    )
    .option('--json', 'print one JSON document instead of the report')
    .option('--html <file>', 'write a page with pictures (.html)')
    .option('--redis <url>', 'have workers that are found through Redis make the runs', redisAddress)
    .option('--seed <number>', 'draw chance from this seed instead of the one in the file', seed)
    .option('--set <path=value>', 'change a value of the scenario in all of them (repeatable)', each)
    .action(async (file, options) => {
      const { find } = await import('./find.ts')
      done(await find(file, options))
    })

  program
    .command('check')
    .description('name every problem of a scenario without running it')
    .argument('<file>', 'scenario in YAML or JSON; - reads stdin')
    .option('--set <path=value>', 'change a value of the scenario (repeatable)', each)
    .option('--strict', 'exit 1 when there are warnings')
    .action(async (file, options) => {
      const { check } = await import('./check.ts')
      done(await check(file, options))
    })
  program
    .command('explain')
    .description('show the timeline of one event, and the rules that made it')
    .argument('<file>', 'scenario in YAML or JSON; - reads stdin')
    .option('--event <number>', 'the event, from 1 in order of acceptance', eventNumber)
    .option('--why <fate>', 'typical events of a fate: a condition, dropped, slow …', fate)
    .option('--count <number>', 'how many of them (default: 1)', eventCount)
    .option('--function <name>', 'events of this function only, with --why')
    .option('--json', 'print one JSON document instead of text')
    .option('--svg <file>', 'draw the timeline, too (.svg)')
    .option('--seed <number>', 'draw chance from this seed instead of the one in the file', seed)
    .option('--set <path=value>', 'change a value of the scenario (repeatable)', each)
    .action(async (file, options) => {
      const { explain } = await import('./explain.ts')
      done(await explain(file, options))
    })

  program
    .command('play')
    .description('open the page, on which one sees events wait, fail, back off, age and arrive')
    .argument('[file]', 'scenario or lesson in YAML or JSON; - reads stdin (default: the first lesson)')
    .option('--seed <number>', 'draw chance from this seed instead of the one in the file', seed)
    .option('--set <path=value>', 'change a value of the scenario (repeatable)', each)
    .option('--no-open', 'print the address, and start no browser')
    .addOption(new Option('--terminal', 'show the scenario in this terminal instead').conflicts('open'))
    .option('--speed <number>', 'with --terminal: simulated seconds a second (default: it takes about a minute)', speed)
    .action(async (file, options) => {
      const { play } = await import('./play.ts')
      done(await play(file, options))
    })

  program
    .command('serve')
    .description("start a local endpoint that speaks Lambda's API")
    .option('--port <number>', 'port to listen on; 0 takes a free one', port, 9001)
    .option('--host <name>', 'address to listen on', '127.0.0.1')
    .option('--functions <file>', 'functions with their code, settings and models (YAML)')
    .option('--store <file>', 'keep functions, configs and accepted events in this file')
    .addOption(
      new Option('--clock <kind>', 'real, or virtual: moved by clients').choices(['real', 'virtual']).default('real'),
    )
    .option('--speed <factor>', 'simulated seconds a real one (default: 1)', factor)
    .option('--endpoint-url <url>', 'deliver to an emulator of SQS, SNS, EventBridge and S3', address)
    .option('--deliver-to <url>', 'post every record and dead letter to this address', address)
    .addOption(
      new Option('--real-aws', 'deliver to AWS itself, with the credentials of the environment').conflicts(
        'endpointUrl',
      ),
    )
    .option('--keep <number>', 'ended events and deliveries that can still be asked for (default: 10000)', wholeNumber)
    .option('--seed <number>', 'draw request ids and chance from this seed', seed)
    .action(async (options) => {
      const { serve } = await import('./serve.ts')
      done(await serve({ ...options, version: programVersion() }))
    })

  program
    .command('worker')
    .description('make replications for commands with --redis, on this machine, until it is stopped')
    .requiredOption('--redis <url>', 'where commands and workers meet', redisAddress)
    .option('--threads <number>', 'replications at the same time (default: as many as there are processors)', threads)
    .action(async (options) => {
      const { worker } = await import('./worker.ts')
      done(await worker(options))
    })

  program
    .command('init')
    .description('write a commented scenario and a first test; never overwrites')
    .argument('[dir]', 'directory to write them to', '.')
    .action(async (dir) => {
      const { init } = await import('./init.ts')
      done(init(dir))
    })
  return program
}

function failure(error: unknown): ExitCode {
  // Commander has said it already; what is no error (help, version) has exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  if (error instanceof UsageError) {
    for (const line of error.message.split('\n')) process.stderr.write(`asyncinvoke: ${line}\n`)
    return EXIT.usage
  }
  if (error instanceof RedisError) {
    process.stderr.write(`asyncinvoke: --redis: ${error.message}\n`)
    return EXIT.usage
  }
  const debugging = Boolean(process.env.ASYNCINVOKE_DEBUG)
  const message = error instanceof Error ? error.message : String(error)
  const text = debugging && error instanceof Error ? error.stack : `${message}\n  set ASYNCINVOKE_DEBUG=1 to see where`
  process.stderr.write(`asyncinvoke: internal error: ${text}\n`)
  return EXIT.internal
}
