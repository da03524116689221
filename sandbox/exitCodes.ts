/** Another sandbox uses the folder of `--data`; programs that start one look at it. */
export const folderInUse = 3;
