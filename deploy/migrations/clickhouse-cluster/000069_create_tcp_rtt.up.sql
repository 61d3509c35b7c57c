CREATE TABLE IF NOT EXISTS tcp_rtt ON CLUSTER '{cluster}' AS tcp_rtt_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'tcp_rtt_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Smoothed round-trip times of TCP as data was sent, of each process and port, microseconds'
