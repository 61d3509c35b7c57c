DROP TABLE IF EXISTS disk_queue_depth_local ON CLUSTER '{cluster}' SYNC
