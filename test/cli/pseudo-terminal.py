"""Runs a command in a terminal of its own: pseudo-terminal.py COLUMNS ROWS COMMAND…

What comes on stdin is typed there, what is shown there goes to stdout. A line `COLUMNS ROWS` on descriptor 3 gives it
another size. At the end `restored` or `changed` on stderr says whether the terminal is set as it was before. The exit code
is that of the command, 128 + N after signal N.
"""
import fcntl
import os
import pty
import select
import struct
import sys
import termios


def resize(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))


def pump(terminal):
    sources = [terminal, 0, 3]
    while True:
        ready, _, _ = select.select(sources, [], [])
        for source in ready:
            try:
                data = os.read(source, 65536)
            except OSError:
                data = b""
            if source == terminal:
                if not data:
                    return
                os.write(1, data)
            elif not data:
                sources.remove(source)
            elif source == 0:
                os.write(terminal, data)
            else:
                resize(terminal, *data.split())


columns, rows, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    # The size must be there before the command looks.
    resize(0, columns, rows)
    os.execvp(command[0], command)
before = termios.tcgetattr(terminal)
pump(terminal)
_, status = os.waitpid(child, 0)
sys.stderr.write("restored" if termios.tcgetattr(terminal) == before else "changed")
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
