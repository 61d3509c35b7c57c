CREATE TABLE IF NOT EXISTS disk_latency ON CLUSTER '{cluster}' AS disk_latency_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'disk_latency_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Time from issue to completion of block requests of each process, device and direction, ns'
