CREATE TABLE IF NOT EXISTS process_io_usage ON CLUSTER '{cluster}' AS process_io_usage_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'process_io_usage_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'I/O of each process since it began, at the end of the window, from /proc/PID/io'
