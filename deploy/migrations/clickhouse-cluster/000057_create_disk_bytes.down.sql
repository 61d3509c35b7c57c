DROP TABLE IF EXISTS disk_bytes ON CLUSTER '{cluster}' SYNC
