/* Probes among the datagrams that come in: who sent them to whom, for the account. */
#ifndef UDPI_SOCKET_ACCOUNT_H
#define UDPI_SOCKET_ACCOUNT_H

#include "socket/datagram.h"
#include "track/probes.h"

/* Takes the datagram into the account where it is a probe; `port` is the one it came in at. Gives whether it is one. */
bool udpi_account_take(struct udpi_probes *probes, const struct udpi_datagram *datagram, uint16_t port);

#endif
