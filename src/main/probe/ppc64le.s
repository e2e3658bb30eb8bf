# The probe for ppc64le; README.md beside it says what it does.
        .text
        .set    base, 0x400000
ehdr:   .byte   0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0
        .short  2, 21                           # ET_EXEC, EM_PPC64
        .long   1
        .quad   base + _start - ehdr
        .quad   phdr - ehdr, 0
        .long   2                               # ELFv2: the entry point is code, not a descriptor of a function
        .short  64, 56, 2, 0, 0, 0
phdr:   .long   1, 5                            # PT_LOAD, R+X
        .quad   0, base, base, end - ehdr, end - ehdr, 0x10000
        .long   0x6474e551, 6                   # PT_GNU_STACK, R+W
        .quad   0, 0, 0, 0, 0, 16

# With arguments, a folder and paths in it: of the program at each the first 256 bytes, at that multiple of 256.
programs:
        addi    26, 27, 16
        ld      3, 0(26)
        li      0, 61                           # chroot
        sc
        bso     done
        li      25, 0
3:      addi    26, 26, 8
        ld      3, 0(26)
        cmpdi   3, 0
        beq     done
        li      4, 1                            # X_OK
        li      0, 33                           # access
        sc
        bso     4f
        ld      3, 0(26)
        li      4, 0x800                        # O_RDONLY|O_NONBLOCK
        li      0, 5                            # open
        sc
        bso     4f
        mr      4, 1
        li      5, 256
        li      0, 3                            # read
        sc
        bso     4f
        cmpdi   3, 0
        ble     4f
        mr      28, 3
        mr      3, 30
        mr      4, 25
        li      5, 0                            # SEEK_SET
        li      0, 19                           # lseek
        sc
        mr      5, 28
        mr      4, 1
        bl      write
4:      addi    25, 25, 256
        b       3b

_start: mr      27, 1
        addi    1, 1, -256                      # the buffer
        lis     31, base >> 16
        addi    3, 31, out - ehdr
        li      4, 0x241                        # O_WRONLY|O_CREAT|O_TRUNC
        li      5, 0644
        li      0, 5                            # open
        sc
        bso     fail                            # a call that failed sets the summary overflow, and leaves errno
        mr      30, 3
        ld      6, 0(27)
        cmpdi   6, 1
        bgt     programs

        addi    4, 31, boot - ehdr
        addi    29, 31, bootid - ehdr
        bl      copy
        addi    4, 31, kernel - ehdr
        addi    29, 31, release - ehdr
        bl      copy

        addi    4, 31, bundled - ehdr
        bl      say
        addi    3, 31, emulator - ehdr
        li      4, 0                            # F_OK
        li      0, 33                           # access
        sc
        addi    4, 31, yes - ehdr
        bns     1f
        addi    4, 31, no - ehdr
1:      bl      say

        addi    4, 31, exe - ehdr
        bl      say
        addi    3, 31, self - ehdr
        mr      4, 1
        li      5, 256
        li      0, 85                           # readlink
        sc
        bso     2f
        mr      5, 3
        mr      4, 1
        bl      write
2:      addi    4, 31, newline - ehdr
        bl      say
done:   li      3, 0
        b       exit
fail:   li      3, 1
exit:   li      0, 1                            # exit
        sc

# Says the text at r4 (a length and its bytes), then the file named at r29, or a newline where it can't be read.
copy:   mflr    28
        bl      say
        mtlr    28
        mr      3, 29
        li      4, 0                            # O_RDONLY
        li      0, 5                            # open
        sc
        bso     3f
        mr      4, 1
        li      5, 256
        li      0, 3                            # read
        sc
        bso     3f
        mr      5, 3
        mr      4, 1
        cmpdi   3, 0
        bgt     write
3:      addi    4, 31, newline - ehdr
say:    lbz     5, 0(4)
        addi    4, 4, 1
write:  mr      3, 30
        li      0, 4                            # write
        sc
        blr

        .include "texts.s"
