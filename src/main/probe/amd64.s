# The probe for amd64; README.md beside it says what it does.
        .text
        .set    base, 0x400000
ehdr:   .byte   0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0
        .short  2, 62                           # ET_EXEC, EM_X86_64
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
        lea     16(%r12), %r14
        mov     (%r14), %rdi
        mov     $161, %eax                      # chroot
        syscall
        test    %eax, %eax
        js      done
        xor     %r13d, %r13d
3:      add     $8, %r14
        mov     (%r14), %rdi
        test    %rdi, %rdi
        jz      done
        mov     $1, %esi                        # X_OK
        mov     $21, %eax                       # access
        syscall
        test    %eax, %eax
        jnz     4f
        mov     (%r14), %rdi
        mov     $0x800, %esi                    # O_RDONLY|O_NONBLOCK
        mov     $2, %eax                        # open
        syscall
        mov     %eax, %edi
        mov     %rsp, %rsi
        mov     $256, %edx
        xor     %eax, %eax                      # read
        syscall
        test    %eax, %eax
        jle     4f
        mov     %eax, %ebp
        mov     %ebx, %edi
        mov     %r13, %rsi
        xor     %edx, %edx                      # SEEK_SET
        mov     $8, %eax                        # lseek
        syscall
        mov     %ebp, %edx
        mov     %rsp, %rsi
        call    write
4:      add     $256, %r13
        jmp     3b

_start: mov     %rsp, %r12
        sub     $256, %rsp                      # the buffer
        lea     out(%rip), %rdi
        mov     $0x241, %esi                    # O_WRONLY|O_CREAT|O_TRUNC
        mov     $0644, %edx
        mov     $2, %eax                        # open
        syscall
        test    %eax, %eax
        js      fail
        mov     %eax, %ebx
        cmpq    $1, (%r12)
        ja      programs

        lea     boot(%rip), %rsi
        lea     bootid(%rip), %rbp
        call    copy
        lea     kernel(%rip), %rsi
        lea     release(%rip), %rbp
        call    copy

        lea     bundled(%rip), %rsi
        call    say
        lea     emulator(%rip), %rdi
        xor     %esi, %esi                      # F_OK
        mov     $21, %eax                       # access
        syscall
        lea     yes(%rip), %rsi
        test    %eax, %eax
        jz      1f
        lea     no(%rip), %rsi
1:      call    say

        lea     exe(%rip), %rsi
        call    say
        lea     self(%rip), %rdi
        mov     %rsp, %rsi
        mov     $256, %edx
        mov     $89, %eax                       # readlink
        syscall
        mov     %eax, %edx
        test    %eax, %eax
        js      2f
        mov     %rsp, %rsi
        call    write
2:      lea     newline(%rip), %rsi
        call    say
done:   xor     %edi, %edi
        jmp     exit
fail:   mov     $1, %edi
exit:   mov     $60, %eax                       # exit
        syscall

# Says the text at rsi (a length and its bytes), then the file named at rbp, or a newline where it can't be read.
copy:   call    say
        mov     %rbp, %rdi
        xor     %esi, %esi                      # O_RDONLY
        mov     $2, %eax                        # open
        syscall
        mov     %eax, %edi
        lea     8(%rsp), %rsi
        mov     $256, %edx
        xor     %eax, %eax                      # read; of a file that did not open it fails as well
        syscall
        mov     %eax, %edx
        lea     8(%rsp), %rsi
        test    %eax, %eax
        jg      write
        lea     newline(%rip), %rsi
say:    movzbl  (%rsi), %edx
        inc     %rsi
write:  mov     %ebx, %edi
        mov     $1, %eax                        # write
        syscall
        ret

        .include "texts.s"
