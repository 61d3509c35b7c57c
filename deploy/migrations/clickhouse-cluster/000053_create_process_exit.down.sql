DROP TABLE IF EXISTS process_exit ON CLUSTER '{cluster}' SYNC
