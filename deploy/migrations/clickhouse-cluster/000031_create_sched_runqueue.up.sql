CREATE TABLE IF NOT EXISTS sched_runqueue ON CLUSTER '{cluster}' AS sched_runqueue_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'sched_runqueue_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Times from being runnable to running of each process and window, ns'
