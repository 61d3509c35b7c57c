DROP TABLE IF EXISTS tcp_retransmit
