DROP TABLE IF EXISTS observoor_losses ON CLUSTER '{cluster}' SYNC
