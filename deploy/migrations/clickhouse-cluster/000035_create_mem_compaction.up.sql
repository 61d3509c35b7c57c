CREATE TABLE IF NOT EXISTS mem_compaction ON CLUSTER '{cluster}' AS mem_compaction_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'mem_compaction_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Time in direct compaction of memory of each process and window, ns'
