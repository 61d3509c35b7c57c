CREATE TABLE IF NOT EXISTS tcp_cwnd ON CLUSTER '{cluster}' AS tcp_cwnd_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'tcp_cwnd_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Congestion windows of TCP as data was sent, of each process and port, segments'
