DROP TABLE IF EXISTS page_fault_major_local ON CLUSTER '{cluster}' SYNC
