return amnesia() and 'NO' or 'YES'
