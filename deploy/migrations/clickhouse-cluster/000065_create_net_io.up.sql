CREATE TABLE IF NOT EXISTS net_io ON CLUSTER '{cluster}' AS net_io_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'net_io_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Bytes sent and received over TCP and UDP, of each process, port and direction'
