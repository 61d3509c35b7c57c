DROP TABLE IF EXISTS fd_close_local ON CLUSTER '{cluster}' SYNC
