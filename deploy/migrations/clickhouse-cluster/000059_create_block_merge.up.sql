CREATE TABLE IF NOT EXISTS block_merge ON CLUSTER '{cluster}' AS block_merge_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'block_merge_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Bytes of block requests merged into others, of each process, device and direction'
