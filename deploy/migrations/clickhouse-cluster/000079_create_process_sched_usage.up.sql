CREATE TABLE IF NOT EXISTS process_sched_usage ON CLUSTER '{cluster}' AS process_sched_usage_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'process_sched_usage_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Threads and context switches of each process since it began, at the end of the window'
