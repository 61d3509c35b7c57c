CREATE TABLE IF NOT EXISTS tcp_state_change ON CLUSTER '{cluster}' AS tcp_state_change_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'tcp_state_change_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Changes of the state of TCP sockets, of each process and window'
