/* The floor: one send() for each socket and message, and nothing else.
 *
 * floor SESSIONS BYTES prints its port, accepts so many connections, and sends to each of them, for
 * each line of standard input, a websocket text frame with a payload of so many bytes. */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int sessions = atoi(argv[1]), bytes = atoi(argv[2]), count = 0;
	int *sockets = calloc(sessions, sizeof *sockets);
	char frame[70000], lines[4096];
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	if (argc < 3 || bind(listener, (struct sockaddr *)&address, size) || listen(listener, 4096))
		return 1;
	getsockname(listener, (struct sockaddr *)&address, &size);
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	memset(frame, 'x', sizeof frame);
	frame[0] = (char)0x81;
	frame[1] = 126;
	frame[2] = (char)(bytes >> 8);
	frame[3] = (char)bytes;
	frame[4] = '|';
	struct pollfd fds[2] = {{.fd = 0, .events = POLLIN}, {.fd = listener, .events = POLLIN}};
	for (;;) {
		poll(fds, count < sessions ? 2 : 1, -1);
		if (fds[1].revents & POLLIN && count < sessions)
			sockets[count++] = accept(listener, NULL, NULL);
		if (fds[0].revents) {
			ssize_t read_ = read(0, lines, sizeof lines);
			if (read_ <= 0)
				return 0;
			for (ssize_t line = 0; line < read_; line++)
				for (int i = 0; i < count; i++)
					if (send(sockets[i], frame, bytes + 4, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 && errno != EAGAIN)
						perror("send");
		}
	}
}
