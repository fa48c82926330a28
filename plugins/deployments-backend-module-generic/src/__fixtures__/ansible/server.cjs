// The service that the playbook deploys: it answers with the version that was in place when it started.
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');

const version = readFileSync('version.json', 'utf8');
const server = createServer((_, response) => response.end(version));
// The previous process may still be about to release the port.
server.on('error', () =>
  setTimeout(
    () => server.listen(Number(readFileSync('port', 'utf8')), '127.0.0.1'),
    100,
  ),
);
server.listen(Number(readFileSync('port', 'utf8')), '127.0.0.1');
