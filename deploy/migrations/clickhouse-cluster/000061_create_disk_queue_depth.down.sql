DROP TABLE IF EXISTS disk_queue_depth ON CLUSTER '{cluster}' SYNC
