# The probe for s390x; README.md beside it says what it does.
        .text
        .set    base, 0x400000
ehdr:   .byte   0x7f, 'E', 'L', 'F', 2, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0
        .short  2, 22                           # ET_EXEC, EM_S390
        .long   1
        .quad   base + _start - ehdr
        .quad   phdr - ehdr, 0
        .long   0
        .short  64, 56, 2, 0, 0, 0
phdr:   .long   1, 5                            # PT_LOAD, R+X
        .quad   0, base, base, end - ehdr, end - ehdr, 0x1000
        .long   0x6474e551, 6                   # PT_GNU_STACK, R+W
        .quad   0, 0, 0, 0, 0, 16

# With arguments, a folder and paths in it: of the program at each the first 256 bytes, at that multiple of 256.
programs:
        la      %r7, 16(%r6)
        lg      %r2, 0(%r7)
        svc     61                              # chroot
        ltgr    %r2, %r2
        jl      done
        lghi    %r8, 0
3:      aghi    %r7, 8
        lg      %r2, 0(%r7)
        ltgr    %r2, %r2
        je      done
        lghi    %r3, 1                          # X_OK
        svc     33                              # access
        ltgr    %r2, %r2
        jne     4f
        lg      %r2, 0(%r7)
        lghi    %r3, 0x800                      # O_RDONLY|O_NONBLOCK
        svc     5                               # open
        lgr     %r3, %r15
        lghi    %r4, 256
        svc     3                               # read
        ltgr    %r2, %r2
        jnh     4f
        lgr     %r9, %r2
        lgr     %r2, %r11
        lgr     %r3, %r8
        lghi    %r4, 0                          # SEEK_SET
        svc     19                              # lseek
        lgr     %r4, %r9
        lgr     %r3, %r15
        bras    %r14, write
4:      aghi    %r8, 256
        j       3b

_start: lgr     %r6, %r15
        aghi    %r15, -256                      # the buffer
        lgfi    %r12, base
        la      %r2, out - ehdr(%r12)
        lghi    %r3, 0x241                      # O_WRONLY|O_CREAT|O_TRUNC
        lghi    %r4, 0644
        svc     5                               # open
        ltgr    %r2, %r2
        jl      fail
        lgr     %r11, %r2
        lg      %r1, 0(%r6)
        cghi    %r1, 1
        jh      programs

        la      %r3, boot - ehdr(%r12)
        la      %r10, bootid - ehdr(%r12)
        bras    %r14, copy
        la      %r3, kernel - ehdr(%r12)
        la      %r10, release - ehdr(%r12)
        bras    %r14, copy

        la      %r3, bundled - ehdr(%r12)
        bras    %r14, say
        la      %r2, emulator - ehdr(%r12)
        lghi    %r3, 0                          # F_OK
        svc     33                              # access
        la      %r3, yes - ehdr(%r12)
        ltgr    %r2, %r2
        je      1f
        la      %r3, no - ehdr(%r12)
1:      bras    %r14, say

        la      %r3, exe - ehdr(%r12)
        bras    %r14, say
        la      %r2, self - ehdr(%r12)
        lgr     %r3, %r15
        lghi    %r4, 256
        svc     85                              # readlink
        ltgr    %r4, %r2
        jl      2f
        lgr     %r3, %r15
        bras    %r14, write
2:      la      %r3, newline - ehdr(%r12)
        bras    %r14, say
done:   lghi    %r2, 0
        j       exit
fail:   lghi    %r2, 1
exit:   svc     1                               # exit

# Says the text at r3 (a length and its bytes), then the file named at r10, or a newline where it can't be read.
copy:   lgr     %r9, %r14
        bras    %r14, say
        lgr     %r14, %r9
        lgr     %r2, %r10
        lghi    %r3, 0                          # O_RDONLY
        svc     5                               # open
        lgr     %r3, %r15
        lghi    %r4, 256
        svc     3                               # read; of a file that did not open it fails as well
        lgr     %r3, %r15
        ltgr    %r4, %r2
        jh      write
        la      %r3, newline - ehdr(%r12)
say:    llgc    %r4, 0(%r3)
        aghi    %r3, 1
write:  lgr     %r2, %r11
        svc     4                               # write
        br      %r14

        .include "texts.s"
