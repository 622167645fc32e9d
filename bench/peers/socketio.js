// socket.io: `io.emit`, which encodes once. Prints its port; each line of input is a broadcast.
const { createServer } = require('http');
const { Server } = require('socket.io');

const payload = process.argv[2];
const http = createServer();
const io = new Server(http, { pingInterval: 3600000, pingTimeout: 3600000, transports: ['websocket'] });
http.listen(0, '127.0.0.1', 4096, () => console.log(http.address().port));
process.stdin.on('data', lines => {
  for (let n = 0; n < lines.length; n++) io.emit('m', payload);
});
process.stdin.on('end', () => process.exit());
