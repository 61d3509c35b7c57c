package io.observoor.probes.net;

import io.observoor.api.probe.Attachment;
import java.util.List;

/** The attachments of each event; the README explains the order of their alternatives. */
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
   * First, because it sets the owners of sockets, which three events need. It also serves the event
   * tcp_state; other attachments serve the other two.
   */
  private static Attachment states() {
    return Attachment.of(RETRANSMIT, RX_TCP, STATE)
        .programs("tp_btf", "inet_sock_set_state_btf")
        .second("inet_sock_set_state_btf")
        .programs("raw_tp", "inet_sock_set_state_raw")
        .second("inet_sock_set_state_raw")
        .programs("tracepoint", "inet_sock_set_state_tracepoint");
  }

  /** For listeners that are older than the tracking of their process. */
  private static Attachment accepts() {
    return Attachment.of(STATE)
        .group(STATE)
        .programs("fentry inet_csk_accept", "inet_csk_accept_fentry")
        .programs("kprobe inet_csk_accept", "inet_csk_accept_kprobe");
  }

  private static Attachment tcpSends() {
    return Attachment.of(TX_TCP)
        .programs("tp_btf", "tcp_send_btf")
        .programs("raw_tp", "tcp_send_raw")
        .programs("tracepoint", "tcp_send_tracepoint")
        .programs("fentry tcp_sendmsg, tcp_sendpage", "tcp_sendmsg_fexit", "tcp_sendpage_fexit")
        .programs(
            "kprobe tcp_sendmsg, tcp_sendpage",
            "tcp_sendmsg_kprobe",
            "tcp_sendmsg_kretprobe",
            "tcp_sendpage_kprobe",
            "tcp_sendpage_kretprobe");
  }

  private static Attachment udpSends() {
    return Attachment.of(TX_UDP)
        .programs("tp_btf", "udp_send_btf")
        .programs("raw_tp", "udp_send_raw")
        .programs("tracepoint", "udp_send_tracepoint")
        .programs(
            "fentry udp_sendmsg, udpv6_sendmsg, udp_sendpage",
            "udp_sendmsg_fexit",
            "udpv6_sendmsg_fexit",
            "udp_sendpage_fexit")
        .programs("fentry udp_sendmsg, udp_sendpage", "udp_sendmsg_fexit", "udp_sendpage_fexit")
        .programs(
            "kprobe udp_sendmsg, udpv6_sendmsg, udp_sendpage",
            "udp_sendmsg_kprobe",
            "udp_sendmsg_kretprobe",
            "udpv6_sendmsg_kprobe",
            "udpv6_sendmsg_kretprobe",
            "udp_sendpage_kprobe",
            "udp_sendpage_kretprobe")
        .programs(
            "kprobe udp_sendmsg, udp_sendpage",
            "udp_sendmsg_kprobe",
            "udp_sendmsg_kretprobe",
            "udp_sendpage_kprobe",
            "udp_sendpage_kretprobe");
  }

  private static Attachment tcpReceives() {
    return Attachment.of(RX_TCP)
        .programs("tp_btf", "tcp_recv_btf")
        .programs("raw_tp", "tcp_recv_raw")
        .programs("tracepoint", "tcp_recv_tracepoint")
        .programs("fentry tcp_recvmsg, noblock", "tcp_recvmsg_noblock_fexit")
        .programs("fentry tcp_recvmsg", "tcp_recvmsg_fexit")
        .programs("kprobe tcp_recvmsg", "tcp_recvmsg_kprobe", "tcp_recvmsg_kretprobe");
  }

  /** Reads that do not pass sock_recv_length: splice and TCP_ZEROCOPY_RECEIVE. */
  private static Attachment tcpReads() {
    return Attachment.of(RX_TCP)
        .group("tcp_recv")
        .programs(
            "fentry tcp_splice_read, tcp_zerocopy_receive",
            "tcp_splice_read_fexit",
            "tcp_zerocopy_receive_fexit")
        .programs("tp_btf tcp_rcv_space_adjust", "tcp_rcv_space_adjust_btf")
        .programs("raw_tp tcp_rcv_space_adjust", "tcp_rcv_space_adjust_raw")
        .programs("fentry tcp_splice_read", "tcp_splice_read_fexit")
        .programs("kprobe tcp_splice_read", "tcp_splice_read_kprobe", "tcp_splice_read_kretprobe");
  }

  private static Attachment udpReceives() {
    return Attachment.of(RX_UDP)
        .programs("tp_btf", "udp_recv_btf")
        .programs("raw_tp", "udp_recv_raw")
        .programs("tracepoint", "udp_recv_tracepoint")
        .programs(
            "fentry udp_recvmsg, udpv6_recvmsg, noblock",
            "udp_recvmsg_noblock_fexit",
            "udpv6_recvmsg_noblock_fexit")
        .programs("fentry udp_recvmsg, udpv6_recvmsg", "udp_recvmsg_fexit", "udpv6_recvmsg_fexit")
        .programs("fentry udp_recvmsg", "udp_recvmsg_fexit")
        .programs(
            "kprobe udp_recvmsg, udpv6_recvmsg",
            "udp_recvmsg_kprobe",
            "udp_recvmsg_kretprobe",
            "udpv6_recvmsg_kprobe",
            "udpv6_recvmsg_kretprobe")
        .programs("kprobe udp_recvmsg", "udp_recvmsg_kprobe", "udp_recvmsg_kretprobe");
  }

  private static Attachment retransmits() {
    return Attachment.of(RETRANSMIT)
        .programs("tp_btf", "tcp_retransmit_skb_err_btf")
        .second("tcp_retransmit_skb_err_btf")
        .programs("tp_btf, successes", "tcp_retransmit_skb_btf")
        .second("tcp_retransmit_skb_btf")
        .programs("raw_tp", "tcp_retransmit_skb_err_raw")
        .second("tcp_retransmit_skb_err_raw")
        .programs("raw_tp, successes", "tcp_retransmit_skb_raw")
        .second("tcp_retransmit_skb_raw")
        .programs("tracepoint", "tcp_retransmit_skb_tracepoint");
  }
}
