CREATE TABLE IF NOT EXISTS mem_reclaim ON CLUSTER '{cluster}' AS mem_reclaim_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'mem_reclaim_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Time in direct reclaim of memory of each process and window, ns'
