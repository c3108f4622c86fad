#!/usr/bin/env node
// Stands before the language server and lets some of its features fall silent: how a check is seen to fail. The
// features are methods, in PHEP_MUTED; each gets an empty answer, a notification none. `restart` lets it run but once.
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';

const muted = process.env.PHEP_MUTED.split(' ');
const ran = `${process.argv[1]}.ran`;
if (muted.includes('restart') && existsSync(ran)) process.exit(1);
writeFileSync(ran, '');
const server = spawn(`${process.argv[1]}.real`, process.argv.slice(2), { stdio: ['pipe', 'pipe', 'inherit'] });
server.on('exit', (code) => process.exit(code ?? 1));

const EMPTY = { 'textDocument/diagnostic': { kind: 'full', items: [] }, 'workspace/diagnostic': { items: [] } };

function send(stream, message) {
  const body = Buffer.from(JSON.stringify(message));
  stream.write(`Content-Length: ${body.length}\r\n\r\n`);
  stream.write(body);
}

function onMessages(stream, act) {
  let rest = Buffer.alloc(0);
  stream.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      const size = Number(/Content-Length: *(\d+)/i.exec(rest.subarray(0, end).toString())[1]);
      if (rest.length < end + 4 + size) return;
      act(JSON.parse(rest.subarray(end + 4, end + 4 + size).toString()));
      rest = rest.subarray(end + 4 + size);
    }
  });
}

onMessages(process.stdin, (message) => {
  if (message.id === undefined && muted.includes(message.method)) return;
  if (message.id !== undefined && muted.includes(message.method))
    send(process.stdout, { jsonrpc: '2.0', id: message.id, result: EMPTY[message.method] ?? null });
  else send(server.stdin, message);
});
onMessages(server.stdout, (message) => send(process.stdout, message));
process.stdin.on('end', () => server.stdin.end());
