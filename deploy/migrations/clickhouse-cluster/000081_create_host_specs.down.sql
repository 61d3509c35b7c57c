DROP TABLE IF EXISTS host_specs ON CLUSTER '{cluster}' SYNC
