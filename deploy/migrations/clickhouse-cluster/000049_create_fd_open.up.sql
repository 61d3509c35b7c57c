CREATE TABLE IF NOT EXISTS fd_open ON CLUSTER '{cluster}' AS fd_open_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'fd_open_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'File descriptors that were opened, of each process and window'
