DROP TABLE IF EXISTS disk_latency
