CREATE TABLE IF NOT EXISTS sched_off_cpu ON CLUSTER '{cluster}' AS sched_off_cpu_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'sched_off_cpu_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Times from going to sleep to running again of each process and window, ns'
