/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef NET_H
#define NET_H

/* The events in the order in which NetProbe declares them; a test compares the two. */
enum net_event {
	NET_TX_TCP = 0, /* fields: bytes, local port, remote port, srtt (us), snd_cwnd (segments) */
	NET_TX_UDP = 1, /* fields up to TCP_RETRANSMIT: bytes, local port, remote port */
	NET_RX_TCP = 2,
	NET_RX_UDP = 3,
	TCP_RETRANSMIT = 4,
	TCP_STATE = 5, /* field: the new state */
};

#endif
