CREATE TABLE IF NOT EXISTS tcp_retransmit ON CLUSTER '{cluster}' AS tcp_retransmit_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'tcp_retransmit_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Bytes sent again over TCP, of each process, port and direction'
