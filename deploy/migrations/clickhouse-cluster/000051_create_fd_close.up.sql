CREATE TABLE IF NOT EXISTS fd_close ON CLUSTER '{cluster}' AS fd_close_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'fd_close_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'File descriptors that were closed, of each process and window'
