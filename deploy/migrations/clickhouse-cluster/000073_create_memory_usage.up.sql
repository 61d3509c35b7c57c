CREATE TABLE IF NOT EXISTS memory_usage ON CLUSTER '{cluster}' AS memory_usage_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'memory_usage_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Memory of each process at the end of the window, from /proc/PID/status'
