import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvOf } from '../../hub/http/csv.ts'

test('a file begins with its header, and quotes what would break a line', () => {
  assert.equal(
    csvOf(
      ['a', 'b', 'c'],
      [
        ['x', 1.5, null],
        ['with, comma', 'two\nlines', 'a "word"'],
      ],
    ),
    'a,b,c\r\nx,1.5,\r\n"with, comma","two\nlines","a ""word"""\r\n',
  )
})

test('a text that a spreadsheet would run stands behind an apostrophe; a number is never touched', () => {
  const cells = ['=1+1', '+49', '-x', '@SUM(A1)', '\tx', '=a,"b"', '＝1']
  assert.equal(csvOf([], [cells]).split('\r\n')[1], `'=1+1,'+49,'-x,'@SUM(A1),'\tx,"'=a,""b""",'＝1`)
  assert.equal(csvOf(['n'], [[-5]]), 'n\r\n-5\r\n')
})
