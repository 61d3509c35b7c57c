CREATE TABLE IF NOT EXISTS syscall_read ON CLUSTER '{cluster}' AS syscall_read_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'syscall_read_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Time in read, readv, pread64, preadv and preadv2 of each process and window, ns'
