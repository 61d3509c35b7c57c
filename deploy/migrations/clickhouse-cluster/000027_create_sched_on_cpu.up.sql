CREATE TABLE IF NOT EXISTS sched_on_cpu ON CLUSTER '{cluster}' AS sched_on_cpu_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'sched_on_cpu_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Slices of time on a CPU of each process and window, ns'
