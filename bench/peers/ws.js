// `ws` with its fastest plain way: one send() for each client. Prints its port; each line of input is a broadcast.
const { WebSocketServer } = require('ws');

const payload = process.argv[2];
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, backlog: 4096, perMessageDeflate: false }, () =>
  console.log(server.address().port),
);
process.stdin.on('data', lines => {
  for (let n = 0; n < lines.length; n++) for (const client of server.clients) client.send(payload);
});
process.stdin.on('end', () => process.exit());
