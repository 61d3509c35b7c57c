CREATE TABLE IF NOT EXISTS syscall_fsync ON CLUSTER '{cluster}' AS syscall_fsync_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'syscall_fsync_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Time in fsync of each process and window, ns'
