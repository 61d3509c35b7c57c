DROP TABLE IF EXISTS disk_latency ON CLUSTER '{cluster}' SYNC
