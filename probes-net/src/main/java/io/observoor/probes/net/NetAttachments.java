package io.observoor.probes.net;

import io.observoor.api.probe.Attachment;
import java.util.List;

/** How each event comes to be seen, on older and newer kernels; the README explains the order. */
final class NetAttachments {
  private static final String TX_TCP = "net_tx_tcp";
  private static final String TX_UDP = "net_tx_udp";
  private static final String RX_TCP = "net_rx_tcp";
  private static final String RX_UDP = "net_rx_udp";
  private static final String RETRANSMIT = "tcp_retransmit";
  private static final String STATE = "tcp_state";

  private NetAttachments() {}

  static List<Attachment> all() {
    return List.of(
        states(),
        accepts(),
        tcpSends(),
        udpSends(),
        tcpReceives(),
        tcpReads(),
        udpReceives(),
        retransmits());
  }

  /**
   * First, because it says whose sockets are: of three events, each of which another attachment
   * below serves but for the last.
   */
  private static Attachment states() {
    return Attachment.of(RETRANSMIT, RX_TCP, STATE)
        .programs("tp_btf", "state_changed_btf")
        .second("state_changed_btf")
        .programs("raw_tp", "state_changed_raw")
        .second("state_changed_raw")
        .programs("tracepoint", "state_changed_tracepoint");
  }

  /** Listeners that are older than their process's tracking. */
  private static Attachment accepts() {
    return Attachment.of(STATE)
        .group(STATE)
        .programs("fentry inet_csk_accept", "accept_entry")
        .programs("kprobe inet_csk_accept", "inet_csk_accept_entered");
  }

  private static Attachment tcpSends() {
    return Attachment.of(TX_TCP)
        .programs("tp_btf", "tcp_sent_btf")
        .programs("raw_tp", "tcp_sent_raw")
        .programs("tracepoint", "tcp_sent_tracepoint")
        .programs("fentry tcp_sendmsg, tcp_sendpage", "tcp_sendmsg_exit", "tcp_sendpage_exit")
        .programs(
            "kprobe tcp_sendmsg, tcp_sendpage",
            "tcp_sendmsg_entered",
            "tcp_sendmsg_returned",
            "tcp_sendpage_entered",
            "tcp_sendpage_returned");
  }

  private static Attachment udpSends() {
    return Attachment.of(TX_UDP)
        .programs("tp_btf", "udp_sent_btf")
        .programs("raw_tp", "udp_sent_raw")
        .programs("tracepoint", "udp_sent_tracepoint")
        .programs(
            "fentry udp_sendmsg, udpv6_sendmsg, udp_sendpage",
            "udp_sendmsg_exit",
            "udpv6_sendmsg_exit",
            "udp_sendpage_exit")
        .programs("fentry udp_sendmsg, udp_sendpage", "udp_sendmsg_exit", "udp_sendpage_exit")
        .programs(
            "kprobe udp_sendmsg, udpv6_sendmsg, udp_sendpage",
            "udp_sendmsg_entered",
            "udp_sendmsg_returned",
            "udpv6_sendmsg_entered",
            "udpv6_sendmsg_returned",
            "udp_sendpage_entered",
            "udp_sendpage_returned")
        .programs(
            "kprobe udp_sendmsg, udp_sendpage",
            "udp_sendmsg_entered",
            "udp_sendmsg_returned",
            "udp_sendpage_entered",
            "udp_sendpage_returned");
  }

  private static Attachment tcpReceives() {
    return Attachment.of(RX_TCP)
        .programs("tp_btf", "tcp_received_btf")
        .programs("raw_tp", "tcp_received_raw")
        .programs("tracepoint", "tcp_received_tracepoint")
        .programs("fentry tcp_recvmsg, noblock", "tcp_recvmsg_noblock_exit")
        .programs("fentry tcp_recvmsg", "tcp_recvmsg_exit")
        .programs("kprobe tcp_recvmsg", "tcp_recvmsg_entered", "tcp_recvmsg_returned");
  }

  /** Reads that are no receives. */
  private static Attachment tcpReads() {
    return Attachment.of(RX_TCP)
        .group("tcp_recv")
        .programs(
            "fentry tcp_splice_read, tcp_zerocopy_receive",
            "tcp_splice_read_exit",
            "tcp_zerocopy_receive_exit")
        .programs("tp_btf tcp_rcv_space_adjust", "tcp_read_btf")
        .programs("raw_tp tcp_rcv_space_adjust", "tcp_read_raw")
        .programs("fentry tcp_splice_read", "tcp_splice_read_exit")
        .programs("kprobe tcp_splice_read", "tcp_splice_read_entered", "tcp_splice_read_returned");
  }

  private static Attachment udpReceives() {
    return Attachment.of(RX_UDP)
        .programs("tp_btf", "udp_received_btf")
        .programs("raw_tp", "udp_received_raw")
        .programs("tracepoint", "udp_received_tracepoint")
        .programs(
            "fentry udp_recvmsg, udpv6_recvmsg, noblock",
            "udp_recvmsg_noblock_exit",
            "udpv6_recvmsg_noblock_exit")
        .programs("fentry udp_recvmsg, udpv6_recvmsg", "udp_recvmsg_exit", "udpv6_recvmsg_exit")
        .programs("fentry udp_recvmsg", "udp_recvmsg_exit")
        .programs(
            "kprobe udp_recvmsg, udpv6_recvmsg",
            "udp_recvmsg_entered",
            "udp_recvmsg_returned",
            "udpv6_recvmsg_entered",
            "udpv6_recvmsg_returned")
        .programs("kprobe udp_recvmsg", "udp_recvmsg_entered", "udp_recvmsg_returned");
  }

  private static Attachment retransmits() {
    return Attachment.of(RETRANSMIT)
        .programs("tp_btf", "retransmit_tried_btf")
        .second("retransmit_tried_btf")
        .programs("tp_btf, successes", "retransmitted_btf")
        .second("retransmitted_btf")
        .programs("raw_tp", "retransmit_tried_raw")
        .second("retransmit_tried_raw")
        .programs("raw_tp, successes", "retransmitted_raw")
        .second("retransmitted_raw")
        .programs("tracepoint", "retransmitted_tracepoint");
  }
}
