"""What can be read of plans. `reading` says which plans a viewer sees, `standing` where every KPI of one stands."""
