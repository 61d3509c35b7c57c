CREATE TABLE IF NOT EXISTS process_fd_usage ON CLUSTER '{cluster}' AS process_fd_usage_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'process_fd_usage_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'File descriptors of each process at the end of the window, from /proc/PID/fd and limits'
