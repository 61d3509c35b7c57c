CREATE TABLE IF NOT EXISTS syscall_futex ON CLUSTER '{cluster}' AS syscall_futex_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'syscall_futex_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Time in futex, which is waiting for the most part, of each process and window, ns'
