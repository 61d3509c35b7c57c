DROP TABLE IF EXISTS process_io_usage ON CLUSTER '{cluster}' SYNC
