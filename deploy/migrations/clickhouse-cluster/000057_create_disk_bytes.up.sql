CREATE TABLE IF NOT EXISTS disk_bytes ON CLUSTER '{cluster}' AS disk_bytes_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'disk_bytes_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Bytes of block requests of each process, device and direction'
