DROP TABLE IF EXISTS disk_bytes_local ON CLUSTER '{cluster}' SYNC
