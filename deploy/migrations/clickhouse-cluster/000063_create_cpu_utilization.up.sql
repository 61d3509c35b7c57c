CREATE TABLE IF NOT EXISTS cpu_utilization ON CLUSTER '{cluster}' AS cpu_utilization_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'cpu_utilization_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'CPU time of each process and window and how it spread over the cores'
